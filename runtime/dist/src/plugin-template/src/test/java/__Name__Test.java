package __package__;

import dev.berth.plugin.placement.Scheduler;
import dev.berth.plugin.contract.SchedulerContract;

/** Tests the rules of every scheduler. Add tests of your own rules. */
class __Name__Test extends SchedulerContract {

    @Override
    protected Scheduler scheduler() {
        return new __Name__();
    }
}
