package dev.berth.domain.check;

import java.util.HashMap;
import java.util.Map;

/**
 * The objects that the checks of all kinds share: the findings and the checks of instances, tasks
 * and services.
 */
public final class CheckContext {

    private final Findings findings = new Findings();
    private final InstanceCheck instances = new InstanceCheck(findings);
    private final Map<String, CheckedService> checkedServices = new HashMap<>();
    private final ServiceTaskCheck serviceTasks =
            new ServiceTaskCheck(findings, instances, checkedServices);
    private final ServiceCheck services = new ServiceCheck(findings, serviceTasks, checkedServices);
    private final TaskCheck tasks = new TaskCheck(findings, instances, serviceTasks);

    CheckContext() {
        instances.isActiveOn(tasks::isActiveOn);
    }

    Findings findings() {
        return findings;
    }

    InstanceCheck instances() {
        return instances;
    }

    TaskCheck tasks() {
        return tasks;
    }

    ServiceCheck services() {
        return services;
    }
}
