// @ts-check
// The page between two sections: nothing is typed there, and who stays on it has not left.

import { watch } from "./absence.js";
import { pageData } from "./session.js";
import { deviceStorage } from "./store.js";

watch(pageData(), deviceStorage());
