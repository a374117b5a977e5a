export { html, type Page, redirect, startSite, text } from './local-site.ts';
