import { show } from "./errors.ts";
import { isSecretName, showValue } from "./inspect/secret-values.ts";

/** The value of a header, parameter or field as it may stand in a message: of a key, a token or a signature not the value. */
export const showNamed = (name: string, value: string): string =>
  isSecretName(name) ? showValue(name, value) : show(value);
