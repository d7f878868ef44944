package dev.berth.ecs.taskdefinition;

import dev.berth.actors.entity.FamilyAggregate;
import dev.berth.actors.view.AccountSnapshot;
import dev.berth.actors.view.AggregateTable.Term;
import dev.berth.domain.family.TaskDefinitionFamily.Status;
import java.util.List;
import java.util.stream.Stream;

/**
 * The order of ListTaskDefinitions: by family, then by number. The key of an entry is {@code family
 * number}, with the number padded to ten digits, so that keys have the order of the list.
 */
record RevisionOrder(boolean descending) {

    static String family(String key) {
        return key.substring(0, key.indexOf(' '));
    }

    static int revision(String key) {
        return Integer.parseInt(key.substring(key.indexOf(' ') + 1));
    }

    /**
     * The registered revisions in this status after a key; earlier entries are not read.
     *
     * @param family the only family, or empty for all
     * @param after null for all keys
     */
    Stream<String> keys(AccountSnapshot account, String family, Status status, String after) {
        return families(account, family, status, after)
                .flatMap(name -> revisions(account, name, status, after));
    }

    private Stream<String> families(
            AccountSnapshot account, String family, Status status, String after) {
        if (!family.isEmpty()) {
            return Stream.of(family);
        }
        var terms = List.of(new Term<>(FamilyAggregate.REVISION_STATUS, status.name()));
        var ids = account.families().ids(FamilyAggregate.REVISION_STATUS, status.name());
        var from = after == null ? null : family(after);
        if (descending) {
            var rest = from == null ? ids : ids.headSet(from, true);
            return rest.descendingSet().stream();
        }
        return Stream.concat(Stream.ofNullable(from), account.families().select(terms, from));
    }

    private Stream<String> revisions(
            AccountSnapshot account, String family, Status status, String after) {
        return account.family(family).stream()
                .flatMap(
                        known -> {
                            var numbers = known.revisions().in(status);
                            if (after != null && family(after).equals(family)) {
                                var last = revision(after);
                                numbers =
                                        descending
                                                ? numbers.headSet(last, false)
                                                : numbers.tailSet(last, false);
                            }
                            return (descending ? numbers.descendingSet() : numbers).stream();
                        })
                .filter(number -> account.definition(family, number).isPresent())
                .map(number -> "%s %010d".formatted(family, number));
    }
}
