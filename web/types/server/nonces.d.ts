/**
 * `create` keeps nothing, so anyone may call it; a nonce is bound to no user. `use` keeps the nonces of valid proofs until they expire.
 * @returns {{create: () => Promise<string>, use: (nonce: string) => Promise<boolean>}}
 */
export function createNonces(): {
    create: () => Promise<string>;
    use: (nonce: string) => Promise<boolean>;
};
