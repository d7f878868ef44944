package __package__;

import dev.berth.plugin.contract.PlacementStrategyContract;
import dev.berth.plugin.placement.PlacementStrategy;

/** Tests the rules of every strategy. Add tests of your own rules. */
class __Name__Test extends PlacementStrategyContract {

    @Override
    protected PlacementStrategy strategy() {
        return new __Name__();
    }
}
