import vue from '@vitejs/plugin-vue';

// Without the option, Vue takes the elements for components that it does not find.
export default { plugins: [vue({ template: { compilerOptions: { isCustomElement: (tag) => tag.startsWith('latchkey-') } } })] };
