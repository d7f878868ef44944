package __package__;

import dev.berth.plugin.contract.PlacementConstraintContract;
import dev.berth.plugin.placement.PlacementConstraint;

/** What every constraint keeps, tried on this one. Add tests of what is special about yours. */
class __Name__Test extends PlacementConstraintContract {

    @Override
    protected PlacementConstraint constraint() {
        return new __Name__();
    }
}
