package __package__;

import dev.berth.plugin.contract.PlacementStrategyContract;
import dev.berth.plugin.placement.PlacementStrategy;

/** What every strategy keeps, tried on this one. Add tests of what is special about yours. */
class __Name__Test extends PlacementStrategyContract {

    @Override
    protected PlacementStrategy strategy() {
        return new __Name__();
    }
}
