package dev.berth.ecs.service;

import dev.berth.ecs.ControlPlaneCalls;
import dev.berth.ecs.tag.TagModel;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.ecs.model.Service;

/** A service as the answer of a call that changed it shows it. */
final class ShownServices {
    private final ControlPlaneCalls calls;
    private final ServiceModel model;

    ShownServices(ControlPlaneCalls calls) {
        this.calls = calls;
        this.model = new ServiceModel(calls);
    }

    Optional<Service> of(String cluster, String name) {
        var contents = calls.snapshot(cluster);
        return contents.service(name)
                .map(service -> model.of(service, contents, Set.of(TagModel.INCLUDED)));
    }
}
