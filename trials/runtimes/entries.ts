/** Head of a program: all that the package's entries export, as `presign`. */
export const IMPORTS = `import * as explain from "@daypass/presign/explain";
import * as get from "@daypass/presign/get";
import * as inspect from "@daypass/presign/inspect";
import * as trace from "@daypass/presign/trace";
import * as whole from "@daypass/presign";
const presign = { ...inspect, ...trace, ...explain, ...get, ...whole };
`;
