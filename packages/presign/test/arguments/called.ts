// What is called: one presigner at one time.
import * as presign from "../../src/index.ts";

export const NOW = new Date("2026-11-24T12:00:00Z");
export const clock = () => NOW;
export const CREDENTIALS = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" };
export const BASE = { credentials: CREDENTIALS, region: "eu-central-1", bucket: "photos", clock };
export const presigner = presign.createPresigner(BASE);
export const RANGE = { min: 0, max: 9 };
