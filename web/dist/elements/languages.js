export const load=e=>import(`./messages.${e}.js`);
