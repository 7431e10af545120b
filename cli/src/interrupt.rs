//! Ctrl-C, and being told to end (SIGTERM, SIGHUP).

use std::sync::Arc;

use crate::run::Run;

/// Has Ctrl-C end the run in good order.
pub fn watch(run: &Arc<Run>) {
    let run = Arc::clone(run);
    // It fails where somebody has these signals ignored, as nohup does: so be it.
    let _ = ctrlc::try_set_handler(move || run.interrupt());
}
