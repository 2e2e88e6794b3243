// What changed between signing and S3: by clients, proxies and pages.
import { get, life, presigner, refuse, toXml, URLS } from "../urls.ts";
import type { Trap } from "./trap.ts";

const typed = presigner.put("k", { ...life, contentType: "image/png" });
const disposed = presigner.put("k", { ...life, contentDisposition: 'attachment; filename="a  b.txt"' });
const quoted = presigner.get("it's (1)!.txt", life).url;
const plus = presigner.get("a+b//c.txt", life).url.replace("%2B", "+");
const named = presigner.get("k", { ...life, downloadAs: "a b.txt" }).url.replace(/%20/g, "+");

export const SENDING_TRAPS: readonly Trap[] = [
  {
    says: "a content type that the client made up",
    seen: "boto/boto3#3708, aws/aws-sdk#548, minio/minio#12924",
    url: typed.url,
    answer: refuse(typed.url, { method: "PUT", headers: { "content-type": "application/x-www-form-urlencoded" } }),
    want: "content_type_changed",
    names: /curl -d, axios/,
  },
  {
    says: "a content disposition with blanks, folded on the way",
    seen: "aws/aws-sdk-js#1804, Mininglamp-OSS/octo-server#219",
    url: disposed.url,
    answer: refuse(disposed.url, {
      method: "PUT",
      headers: { "content-disposition": 'attachment; filename="a+b.txt"' },
    }),
    options: { method: "PUT", headers: disposed.headers },
    want: "header_changed",
    names: /content-disposition was signed as/,
  },
  {
    says: "a space written + in the query",
    seen: "pcorliss/s3-expiry#2, scireum/s3ninja#153",
    url: named,
    answer: refuse(named, { target: (target) => target.replaceAll("+", "%20"), secret: "other" }),
    want: "raw_plus",
  },
  {
    says: "a raw + in the path",
    seen: "aws/aws-sdk-net#4473, anomalizer/ngx_aws_auth#87",
    url: plus,
    answer: refuse(plus, { target: (target) => target.replace("a+b", "a%20b") }),
    want: "raw_plus",
    names: /read it as a space/,
  },
  {
    says: "quotes and brackets that the signer left as they were",
    seen: "aws/aws-sdk-go-v2#952, aws/aws-sdk-net#158",
    url: quoted.replace("%27", "'").replace("%28", "(").replace("%29", ")"),
    answer: refuse(quoted.replace("%27", "'").replace("%28", "(").replace("%29", ")"), { secret: "other" }),
    want: "escaping_differs",
    names: /' \( \)/,
  },
  {
    says: "slashes that something folded",
    seen: "boto/boto3#4181, psf/requests#6711",
    url: presigner.get("a//b", life).url,
    answer: refuse(presigner.get("a//b", life).url, { target: (target) => target.replace("//", "/") }),
    want: "slashes_folded",
  },
  {
    says: "dot segments that something folded",
    seen: "remix-run/remix#11843, aws/aws-sdk-ruby#3156",
    url: "dots",
    answer: refuse(URLS.dots, { target: (target) => target.replace("/a/../", "/"), secret: "other" }),
    want: "dot_segment",
  },
  {
    says: "an access key with a raw +",
    seen: "minio/minio#6011, noobaa/noobaa-core#7931",
    url: "plusKey",
    answer: toXml("InvalidAccessKeyId", "The Access Key Id you provided does not exist in our records.", {
      AWSAccessKeyId: "MY KEY",
    }),
    want: "raw_plus",
    names: /MY KEY/,
  },
  {
    says: "a URL that a client encoded again",
    seen: "localstack/localstack#10844, aws/aws-sdk-java#1680",
    url: "twice",
    answer: toXml(
      "AuthorizationQueryParametersError",
      'Error parsing the X-Amz-Credential parameter; the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".',
    ),
    want: "encoded_twice",
  },
  {
    says: "a cache buster",
    seen: "react-cropper/react-cropper#119, HumanSignal/label-studio-frontend#1191",
    url: `${get}&timestamp=1`,
    answer: refuse(`${get}&timestamp=1`, {}),
    want: "parameter_added",
    names: /timestamp/,
  },
  {
    says: "a bucket's name with dots, under TLS",
    seen: "aws/aws-sdk-java#628, #2105",
    url: "dotted",
    answer:
      "curl: (60) SSL: no alternative certificate subject name matches target host name 'my.photos.s3.us-east-2.amazonaws.com'",
    want: "certificate_wrong",
    names: /name has a dot/,
  },
  {
    says: "a proxy's Host",
    seen: "minio/minio#7857, #11870, minio/minio-js#1232",
    answer: refuse(get, { headers: { host: "minio:9000" } }),
    want: "host_changed",
    names: /minio:9000/,
  },
  {
    says: "a CDN's host put in at DigitalOcean",
    seen: "ShieldBattery/ShieldBattery#591, jschneier/django-storages#1075",
    url: "cdn",
    answer: toXml("SignatureDoesNotMatch", "", { HostId: "fra1b" }),
    want: "host_changed",
    names: /CDN/,
  },
  {
    says: "HEAD with a URL for GET",
    seen: "duckdb/duckdb-wasm#699, minio/minio#6146, boto/boto3#1350",
    answer: "HTTP/1.1 403 Forbidden\r\nx-amz-request-id: 4442587FB7D0A2F9\r\n\r\n",
    want: "method_differs",
    names: /takes no HEAD.*bytes=0-0/,
  },
  {
    says: "a range that was signed",
    seen: "aws/aws-sdk-js-v3#4823, aws/aws-sdk-js#2471",
    url: presigner.get("k", { ...life, headers: { range: "bytes=0-1" } }).url,
    answer: refuse(presigner.get("k", { ...life, headers: { range: "bytes=0-1" } }).url, {
      headers: { range: "bytes=2-3" },
    }),
    want: "range_signed",
  },
  {
    says: "a page that may not read the answer",
    seen: "niklasvh/html2canvas#374, fengyuanchen/cropperjs#824",
    answer:
      "Access to fetch at 'https://photos.s3.amazonaws.com/k' from origin 'http://localhost:3000' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.",
    want: "cors_refused",
  },
  {
    says: "an Accept-Encoding that was signed and rewritten",
    seen: "siderolabs/talos-backup#64",
    url: get.replace("SignedHeaders=host", "SignedHeaders=accept-encoding%3Bhost"),
    answer: refuse(get.replace("SignedHeaders=host", "SignedHeaders=accept-encoding%3Bhost"), {
      headers: { "accept-encoding": "gzip" },
    }),
    want: "hop_header_signed",
    names: /accept-encoding/,
  },
  {
    says: "a HEAD that a CDN made a GET",
    seen: "appwrite/appwrite#13744",
    url: presigner.head("k", life).url,
    answer: refuse(presigner.head("k", life).url, { method: "GET" }),
    options: { method: "HEAD" },
    want: "method_differs",
    names: /signed for HEAD.*received GET/,
  },
];
