export { html, startSite, text } from './local-site.ts';
