export { html, type Page, redirect, startSite, text } from './local-site.ts';
export { startStepFunctions, STATE_MACHINE_ARN } from './step-functions.ts';
