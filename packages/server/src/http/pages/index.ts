export { appPage } from "./app.ts";
export { faviconSvg } from "./brand.ts";
export { errorPage } from "./error.ts";
export type { Html } from "./html.ts";
export { learnPage } from "./learn/page.ts";
export { notValidPage } from "./not-valid.ts";
export { recipientPage } from "./recipient.ts";
export { resetPage } from "./reset.ts";
export { setupPage } from "./setup.ts";
export { signInPage } from "./sign-in.ts";
export { unlockPage } from "./unlock.ts";
export type {
  AppView,
  ErrorView,
  Frame,
  LearnView,
  RecipientView,
  ResetView,
  SetupView,
  SignInView,
  UnlockView,
} from "./views.ts";
