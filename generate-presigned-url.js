#!/usr/bin/env node
// node generate-presigned-url.js [get|put|post|head|delete] s3://bucket/key [--expires-in SECONDS …]
// The same as `daypass presign`. Without arguments, in a terminal, it asks. Old Node can read this file.
process.argv.splice(2, 0, "presign");
import("./packages/cli/bin/daypass.js").catch((error) => {
  console.error(`generate-presigned-url: ${error.message}`);
  process.exitCode = 1;
});
