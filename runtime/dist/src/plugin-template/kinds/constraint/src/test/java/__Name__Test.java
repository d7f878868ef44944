package __package__;

import dev.berth.plugin.contract.PlacementConstraintContract;
import dev.berth.plugin.placement.PlacementConstraint;

/** Tests the rules of every constraint. Add tests of your own rules. */
class __Name__Test extends PlacementConstraintContract {

    @Override
    protected PlacementConstraint constraint() {
        return new __Name__();
    }
}
