package __package__;

import dev.berth.plugin.placement.Scheduler;
import dev.berth.plugin.contract.SchedulerContract;

/** What every scheduler keeps, tried on this one. Add tests of what is special about yours. */
class __Name__Test extends SchedulerContract {

    @Override
    protected Scheduler scheduler() {
        return new __Name__();
    }
}
