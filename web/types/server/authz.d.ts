/**
 * Sends the credential of a request to Latchkey, and nothing else of it but its address.
 * @param {Request} req @param {string} authz @param {string} origin @param {string} cookie @param {[string, string][]} demand
 */
export function ask(req: Request, authz: string, origin: string, cookie: string, demand: [string, string][]): Promise<{
    answer: Response;
    body: string;
    session: Session | null;
}>;
/**
 * @typedef {object} Session  of a request that was let through
 * @property {string} subject  the identity at Kratos
 * @property {{identity_id: string, session_id: string, level: 'aal1' | 'aal2'}} extra  session_id is '' for a proof of a login without a session
 */
/**
 * @typedef {object} Request  what is used of a request
 * @property {string} [method]
 * @property {string} [url]
 * @property {string} [originalUrl]  Express changes url for what is mounted below a path
 * @property {{[name: string]: string | string[] | undefined}} headers
 * @property {Session} [latchkey]
 */
/** Timeout in milliseconds; the server's own timeout for Kratos is shorter. */
export const PATIENCE: 10000;
/**
 * of a request that was let through
 */
export type Session = {
    /**
     * the identity at Kratos
     */
    subject: string;
    /**
     * session_id is '' for a proof of a login without a session
     */
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
