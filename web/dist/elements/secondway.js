export function hasPasskey(e){return!!e?.factors.some(({held_by:o})=>o==="latchkey")}export function lacksSecondWay(e){return hasPasskey(e)&&(e?.second_ways??[]).length>0}
