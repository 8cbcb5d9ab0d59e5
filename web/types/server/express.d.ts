/**
 * @param {object} options
 * @param {string} options.url  where the application reaches Latchkey's public listener: `http://127.0.0.1:4477`
 * @param {string} options.app  the origin of the application as browsers see it, which `return_to` of latchkey.yml must allow
 * @param {string} [options.cookie]  the name of Kratos' session cookie; default: `ory_kratos_session`
 */
export function createLatchkey({ url, app, cookie, ...unknown }: {
    url: string;
    app: string;
    cookie?: string | undefined;
}): {
    /**
     * Lets only those requests through whose session meets the demand, with `req.latchkey`. If Latchkey does not answer, none passes.
     * @param {Demand} [demand] @returns {Middleware}
     */
    require(demand?: Demand): Middleware;
};
/**
 * what a route demands of a session, in addition to Latchkey's policy
 */
export type Demand = {
    level?: "aal1" | "aal2" | undefined;
    /**
     * how old the newest proof of the user may be, in whole seconds
     */
    maxAge?: number | undefined;
};
/**
 * of a request that was let through
 */
export type Session = {
    /**
     * the identity at Kratos
     */
    subject: string;
    extra: {
        identity_id: string;
        session_id: string;
        level: "aal1" | "aal2";
    };
};
/**
 * what is used of a request
 */
export type Request = {
    method?: string | undefined;
    url?: string | undefined;
    /**
     * Express changes url for what is mounted below a path
     */
    originalUrl?: string | undefined;
    headers: {
        [name: string]: string | string[] | undefined;
    };
    latchkey?: Session | undefined;
};
/**
 * what is used of a response
 */
export type Response = {
    statusCode: number;
    setHeader: (name: string, value: string) => unknown;
    end: (body: string) => unknown;
};
export type Middleware = (req: any, res: any, next: (error?: unknown) => void) => Promise<void>;
