import { render } from 'preact';
import { App } from './components/app';
import { startEngine } from './state/engine';
import { offerKeptRun, openKeptModel } from './state/kept';
import { attempt } from './state/notices';
import { registerServiceWorker } from './state/service-worker';
import './styles/page.css';
import './styles/parts.css';
import './styles/plots.css';
import 'virtual:plot-colors.css';

const root = document.getElementById('app');
if (root !== null) render(<App />, root);
addEventListener('unhandledrejection', ({ reason }) => console.error(reason));
if (import.meta.env.PROD) attempt(registerServiceWorker);
attempt(startEngine);
attempt(offerKeptRun);
attempt(openKeptModel);
