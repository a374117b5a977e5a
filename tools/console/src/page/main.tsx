import { render } from 'preact';
import { connect } from './data/live.ts';
import { texts } from './i18n/texts.ts';
import { toast } from './parts/toast.tsx';
import { followLinks } from './router/place.ts';
import { listenForKeys } from './shell/keys.ts';
import { Shell } from './shell/shell.tsx';

followLinks();
listenForKeys();
connect(() => toast(texts().restarted));
render(<Shell />, document.body);
