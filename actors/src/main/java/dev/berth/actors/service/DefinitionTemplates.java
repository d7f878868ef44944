package dev.berth.actors.service;

import dev.berth.actors.view.AccountSnapshot;
import dev.berth.domain.taskdefinition.TaskDefinition.Registered;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The templates of task definitions, each read once. Safe for several threads. */
final class DefinitionTemplates {

    private static final int MAX_ENTRIES = 1_000;

    private final Supplier<AccountSnapshot> account;
    private final Map<String, TaskTemplate> templates = new ConcurrentHashMap<>();

    DefinitionTemplates(Supplier<AccountSnapshot> account) {
        this.account = account;
    }

    Optional<Registered> definition(String family, int revision) {
        return account.get().definition(family, revision);
    }

    /** Empty if the task definition was deleted. */
    Optional<TaskTemplate> of(String family, int revision) {
        var key = family + ":" + revision;
        var held = templates.get(key);
        if (held != null) {
            return Optional.of(held);
        }
        var read = definition(family, revision).map(TaskTemplate::of);
        read.ifPresent(template -> keep(key, template));
        return read;
    }

    private void keep(String key, TaskTemplate template) {
        if (templates.size() >= MAX_ENTRIES) {
            templates.clear();
        }
        templates.put(key, template);
    }
}
