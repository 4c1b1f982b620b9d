import { mount } from 'svelte';

import { registerWorker } from './sync/updates';
import App from './ui/App.svelte';

const target = document.getElementById('app');
if (target === null) throw new Error('index.html has no element #app');

mount(App, { target });
registerWorker();
