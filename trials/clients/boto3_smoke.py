"""The smoke sequence of boto3 with its default settings. Prints one line a step: ok or failed, tab, name, tab, message."""

import io
import os
import sys
import traceback
import urllib.request

import boto3

endpoint, region, bucket, folder = sys.argv[1:5]
s3 = boto3.client("s3", endpoint_url=endpoint, region_name=region)
small = open(os.path.join(folder, "small.txt"), "rb").read()
big = open(os.path.join(folder, "big.bin"), "rb").read()
ODD = "odd é +&.txt"


def step(name, run):
    try:
        run()
        print(f"ok\t{name}\t", flush=True)
    except Exception as failure:  # The next steps may still tell something.
        last = traceback.extract_tb(failure.__traceback__)[1]
        print(f"failed\t{name}\tline {last.lineno}: {failure}".replace("\n", " "), flush=True)


def expect(actual, wanted):
    if actual != wanted:
        raise AssertionError(f"{actual!r:.80} is not {wanted!r:.80}")


def read(key, **more):
    return s3.get_object(Bucket=bucket, Key=key, **more)["Body"].read()


def put_and_get():
    s3.put_object(Bucket=bucket, Key=ODD, Body=small, Metadata={"a": "b"}, Tagging="kind=test")
    expect(read(ODD), small)
    expect(s3.head_object(Bucket=bucket, Key=ODD)["Metadata"], {"a": "b"})


def upload_stream():
    s3.put_object(Bucket=bucket, Key="stream", Body=io.BytesIO(big[:300000]))
    expect(read("stream") == big[:300000], True)


def upload_big():
    s3.upload_file(os.path.join(folder, "big.bin"), bucket, "big.bin")
    target = os.path.join(folder, "boto3.bin")
    s3.download_file(bucket, "big.bin", target)
    expect(open(target, "rb").read() == big, True)


def list_both():
    names = ["big.bin", ODD, "stream"]
    expect([each["Key"] for each in s3.list_objects_v2(Bucket=bucket)["Contents"]], names)
    expect([each["Key"] for each in s3.list_objects(Bucket=bucket)["Contents"]], names)
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, PaginationConfig={"PageSize": 1})
    expect([each["Key"] for page in pages for each in page["Contents"]], names)


def copy():
    s3.copy_object(Bucket=bucket, Key="copy", CopySource={"Bucket": bucket, "Key": ODD})
    s3.copy({"Bucket": bucket, "Key": "big.bin"}, bucket, "big copy.bin")
    expect(read("copy"), small)
    expect(read("big copy.bin") == big, True)


def tags():
    expect(s3.get_object_tagging(Bucket=bucket, Key="copy")["TagSet"], [{"Key": "kind", "Value": "test"}])
    tag_set = [{"Key": "a", "Value": "é"}]
    s3.put_object_tagging(Bucket=bucket, Key="copy", Tagging={"TagSet": tag_set})
    expect(s3.get_object_tagging(Bucket=bucket, Key="copy")["TagSet"], tag_set)


def configure():
    rules = [{"AllowedOrigins": ["*"], "AllowedMethods": ["GET"]}]
    s3.put_bucket_cors(Bucket=bucket, CORSConfiguration={"CORSRules": rules})
    expect(s3.get_bucket_cors(Bucket=bucket)["CORSRules"], rules)
    s3.delete_bucket_cors(Bucket=bucket)


def presign():
    params = {"Bucket": bucket, "Key": "copy"}
    url = s3.generate_presigned_url("get_object", Params=params, ExpiresIn=60)
    expect(urllib.request.urlopen(url).read(), small)
    post = s3.generate_presigned_post(bucket, "form.txt", ExpiresIn=60)
    expect("policy" in post["fields"], True)


def remove_all():
    keys = [{"Key": each["Key"]} for each in s3.list_objects_v2(Bucket=bucket)["Contents"]]
    expect(len(s3.delete_objects(Bucket=bucket, Delete={"Objects": keys})["Deleted"]), len(keys))
    s3.delete_bucket(Bucket=bucket)


step("create bucket", lambda: s3.create_bucket(Bucket=bucket))
step("put and get", put_and_get)
step("get a range", lambda: expect(read(ODD, Range="bytes=2-5"), small[2:6]))
step("put a stream", upload_stream)
step("upload and download a big file in parts", upload_big)
step("list, both versions, and pages", list_both)
step("copy, small and in parts", copy)
step("tags", tags)
step("CORS", configure)
step("presign", presign)
step("delete many, and the bucket", remove_all)
