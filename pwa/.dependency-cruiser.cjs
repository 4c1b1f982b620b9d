/** The layers of the client: main → ui/screens → ui/parts | ui/state → sync → store → core → generated; worker → core, ui/text/push. */
const layer = (name, from, allowed, comment) => ({
  name,
  severity: 'error',
  comment,
  from: { path: from, pathNot: '\\.test\\.ts$' },
  to: { path: '^src/', pathNot: [from, ...allowed] },
});

module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: '^virtual:' } },
    layer('core', '^src/core/', ['^src/generated/'], 'The core is pure: it knows only itself and generated types.'),
    layer('store', '^src/store/', ['^src/core/'], 'The store knows the core.'),
    layer('sync', '^src/sync/', ['^src/store/', '^src/core/', '^src/generated/'], 'Sync knows store and core.'),
    layer(
      'worker',
      '^src/worker/',
      ['^src/core/', '^src/ui/text/push\\.ts$'],
      'The service worker knows the core, and the few sentences that it shows itself.',
    ),
    layer('parts', '^src/ui/parts/', ['^src/ui/text/', '^src/ui/style/', '^src/core/'], 'Parts: props in, events out.'),
    layer('text', '^src/ui/text/', ['^src/core/'], 'Sentences know the core alone.'),
    layer(
      'state',
      '^src/ui/state/',
      ['^src/ui/text/', '^src/sync/', '^src/store/', '^src/core/', '^src/generated/'],
      'State is the bridge to store and sync.',
    ),
    {
      name: 'only-state-reaches-store-and-sync',
      severity: 'error',
      from: { path: '^src/ui/', pathNot: ['^src/ui/state/', '\\.test\\.ts$'] },
      to: { path: '^src/(store|sync)/' },
    },
    {
      name: 'idb-only-in-store',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/store/' },
      to: { path: 'node_modules/idb/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['svelte', 'browser', 'import', 'types'] },
  },
};
