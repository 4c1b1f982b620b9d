import { mount } from 'svelte';

import { registerWorker } from './sync/updates';
import App from './ui/App.svelte';
import { warmOffice } from './ui/state/office.svelte';

const target = document.getElementById('app');
if (target === null) throw new Error('index.html has no element #app');

warmOffice();
mount(App, { target });
registerWorker();
