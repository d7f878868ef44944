package dev.berth.domain.check;

/**
 * The objects that the checks of all kinds share: the findings and the checks of instances and
 * tasks.
 */
public final class CheckContext {

    private final Findings findings = new Findings();
    private final InstanceCheck instances = new InstanceCheck(findings);
    private final TaskCheck tasks = new TaskCheck(findings, instances);

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
}
