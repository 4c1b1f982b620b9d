import { mount } from 'svelte';

import { registerWorker } from './sync/updates';
import App from './ui/App.svelte';
import { startOffice } from './ui/state/office.svelte';

const target = document.getElementById('app');
if (target === null) throw new Error('index.html has no element #app');

// The database opens while the first screen is drawn; what it refuses is told there.
mount(App, { target, props: { started: startOffice() } });
registerWorker();
