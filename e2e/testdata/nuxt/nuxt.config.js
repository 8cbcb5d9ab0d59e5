export default defineNuxtConfig({
  compatibilityDate: '2026-11-01',
  telemetry: false,
  runtimeConfig: { public: { base: '' } },
  vue: { compilerOptions: { isCustomElement: (tag) => tag.startsWith('latchkey-') } },
});
