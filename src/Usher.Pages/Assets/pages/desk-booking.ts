// A booking at the desk: the question before it is cancelled.
import { startDialogs } from "../shared/dialogs";

startDialogs(document);
