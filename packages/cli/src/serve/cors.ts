/**
 * The CORS configuration that a bucket on S3 needs for the pages at `origin`, as `aws s3api put-bucket-cors` takes it.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors.html
 */
export const corsConfigurationFor = (origin: string) => ({
  CORSRules: [
    {
      AllowedOrigins: [origin],
      AllowedMethods: ["GET", "HEAD", "PUT", "POST"],
      AllowedHeaders: ["*"],
      ExposeHeaders: [
        "ETag",
        "Date",
        "Content-Range",
        "x-amz-version-id",
        "x-amz-checksum-crc32",
        "x-amz-checksum-crc32c",
        "x-amz-checksum-crc64nvme",
        "x-amz-checksum-sha1",
        "x-amz-checksum-sha256",
        "x-amz-request-id",
      ],
      MaxAgeSeconds: 3600,
    },
  ],
});
