package dev.berth.domain.service;

import static dev.berth.domain.Decision.accept;
import static dev.berth.domain.Decision.nothing;

import dev.berth.domain.Decision;
import dev.berth.domain.service.Service.Details;
import dev.berth.domain.service.ServiceCommand.LogMessage;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The records of the scheduler about events and single tasks. */
final class Upkeeping {

    private Upkeeping() {}

    static Decision<ServiceEvent> logMessage(Details service, LogMessage message, Instant now) {
        return message.condition() && !service.log().isDue(message.text(), now)
                ? nothing()
                : accept(new ServiceEvent.MessageLogged(message.text(), message.condition(), now));
    }

    static Decision<ServiceEvent> clear(Details service, List<String> texts) {
        var standing = texts.stream().filter(service.log()::stands).toList();
        return standing.isEmpty()
                ? nothing()
                : accept(new ServiceEvent.ConditionsCleared(standing));
    }

    static Decision<ServiceEvent> writeOff(Details service, List<String> ids, Instant now) {
        var fresh = absent(service.upkeep().writtenOff(), ids);
        return fresh.isEmpty() ? nothing() : accept(new ServiceEvent.TasksWrittenOff(fresh, now));
    }

    static Decision<ServiceEvent> takeBack(Details service, List<String> ids) {
        var held = present(service.upkeep().writtenOff(), ids);
        return held.isEmpty() ? nothing() : accept(new ServiceEvent.TasksTakenBack(held));
    }

    static Decision<ServiceEvent> beginMoves(Details service, List<String> ids, Instant now) {
        var fresh = absent(service.upkeep().moving(), ids);
        return fresh.isEmpty() ? nothing() : accept(new ServiceEvent.MovesBegun(fresh, now));
    }

    static Decision<ServiceEvent> endMoves(Details service, List<String> ids) {
        var held = present(service.upkeep().moving(), ids);
        return held.isEmpty() ? nothing() : accept(new ServiceEvent.MovesEnded(held));
    }

    private static List<String> absent(Map<String, ?> held, List<String> ids) {
        return ids.stream().filter(id -> !held.containsKey(id)).distinct().toList();
    }

    private static List<String> present(Map<String, ?> held, List<String> ids) {
        return ids.stream().filter(held::containsKey).distinct().toList();
    }
}
