export function load(name: string): Promise<{
    default: Sentences;
}>;
export type Sentences = {
    [key: string]: string | Sentences;
};
