/**
 * Every page works without script; these modules make it quicker. Each names in its head the data attributes it
 * answers to. docs/components.md tells how they are named.
 */
import './asking.js';
import './bell.js';
import './dialogs.js';
import './fields.js';
import './forms.js';
import './kept.js';
import './keys.js';
import './later.js';
import './leafing.js';
import './letter.js';
import './lines.js';
import './lists.js';
import './live.js';
import './menus.js';
import './picker.js';
import './reading.js';
import './suggest.js';
import './toasts.js';
import './uploads.js';
import './versions.js';
import { enhance } from './behaviours.js';

enhance(document);
