/**
 * @param {object} options
 * @param {string} options.url  where the application reaches Latchkey's public listener: `http://127.0.0.1:4477`
 * @param {string} options.app  the origin of the application as browsers see it, which `return_to` of latchkey.yml must allow
 * @param {string} [options.cookie]  the name of Kratos' session cookie; default: `ory_kratos_session`
 * @param {Proofs} [options.proofs]  accept proofs, too
 */
export function createLatchkey({ url, app, cookie, proofs, ...unknown }: {
    url: string;
    app: string;
    cookie?: string | undefined;
    proofs?: import("./proof.js").Proofs | undefined;
}): {
    /**
     * Lets only those requests through whose session meets the demand, with `req.latchkey`. If Latchkey does not answer, none passes.
     * A proof is in `Authorization: Bearer`. A request that has one has chosen it: no session counts beside it, since browsers send
     * cookies by themselves.
     * @param {Demand} [demand] @returns {Middleware}
     */
    require(demand?: Demand): Middleware;
};
export { createNonces } from "./nonces.js";
export type Proofs = import("./proof.js").Proofs;
export type Demand = import("./proof.js").Demand;
export type Session = import("./authz.js").Session;
export type Request = import("./authz.js").Request;
/**
 * what is used of a response
 */
export type Response = {
    statusCode: number;
    setHeader: (name: string, value: string) => unknown;
    end: (body: string) => unknown;
};
export type Middleware = (req: any, res: any, next: (error?: unknown) => void) => Promise<void>;
