package dev.berth.ecs.taskdefinition;

import static dev.berth.ecs.SharedServer.Running.container;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.ecs.SharedServer;
import dev.berth.ecs.SharedServer.Running;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.SortOrder;
import software.amazon.awssdk.services.ecs.model.TaskDefinitionFamilyStatus;
import software.amazon.awssdk.services.ecs.model.TaskDefinitionStatus;

@ExtendWith(SharedServer.class)
class TaskDefinitionListsTest {
    private final Running server;
    private final EcsClient ecs;

    TaskDefinitionListsTest(Running server) {
        this.server = server;
        this.ecs = server.ecs();
    }

    @Test
    void definitionsAreListedByFamilyInTheOrderOfTheirNumbersPageByPage() {
        var family = register(11);

        var listed = new ArrayList<String>();
        ecs.listTaskDefinitionsPaginator(r -> r.familyPrefix(family).maxResults(4))
                .taskDefinitionArns()
                .forEach(arn -> listed.add(arn.substring(arn.indexOf('/') + 1)));

        assertThat(listed)
                .containsExactly(
                        IntStream.rangeClosed(1, 11)
                                .mapToObj(i -> family + ":" + i)
                                .toArray(String[]::new));
        listed.clear();
        ecs.listTaskDefinitionsPaginator(
                        r -> r.familyPrefix(family).maxResults(4).sort(SortOrder.DESC))
                .taskDefinitionArns()
                .forEach(arn -> listed.add(arn));
        assertThat(listed).hasSize(11).doesNotHaveDuplicates();
        assertThat(listed.getFirst()).endsWith(":11");
        assertThat(listed.getLast()).endsWith(":1");
    }

    @Test
    void aListHoldsOneStatusAndOneFamilyOnly() {
        var family = register(2);
        ecs.deregisterTaskDefinition(r -> r.taskDefinition(family + ":1"));

        assertThat(ecs.listTaskDefinitions(r -> r.familyPrefix(family)).taskDefinitionArns())
                .singleElement()
                .asString()
                .endsWith(family + ":2");
        assertThat(
                        ecs.listTaskDefinitions(
                                        r ->
                                                r.familyPrefix(family)
                                                        .status(TaskDefinitionStatus.INACTIVE))
                                .taskDefinitionArns())
                .singleElement()
                .asString()
                .endsWith(family + ":1");
        assertThat(
                        ecs.listTaskDefinitions(
                                        r ->
                                                r.familyPrefix(
                                                        family.substring(0, family.length() - 1)))
                                .taskDefinitionArns())
                .noneMatch(arn -> arn.contains(family + ":"));
    }

    @Test
    void familiesAreListedByPrefixAndStatus() {
        var prefix = server.name() + "-";
        var active = registerFamily(prefix + "active");
        var inactive = registerFamily(prefix + "inactive");
        ecs.deregisterTaskDefinition(r -> r.taskDefinition(inactive + ":1"));

        assertThat(families(prefix, null)).containsExactly(active, inactive);
        assertThat(families(prefix, TaskDefinitionFamilyStatus.ALL))
                .containsExactly(active, inactive);
        assertThat(families(prefix, TaskDefinitionFamilyStatus.ACTIVE)).containsExactly(active);
        assertThat(families(prefix, TaskDefinitionFamilyStatus.INACTIVE)).containsExactly(inactive);
    }

    @Test
    void aFamilyWithoutARevisionIsNotListed() {
        var family = server.name();
        server.addRevision(family, 1);

        assertThat(families(family, null)).isEmpty();
        registerFamily(family);
        assertThat(families(family, null)).containsExactly(family);
    }

    private List<String> families(String prefix, TaskDefinitionFamilyStatus status) {
        return ecs.listTaskDefinitionFamilies(r -> r.familyPrefix(prefix).status(status))
                .families();
    }

    private String register(int revisions) {
        var family = server.name();
        for (int i = 0; i < revisions; i++) {
            registerFamily(family);
        }
        return family;
    }

    private String registerFamily(String family) {
        ecs.registerTaskDefinition(r -> r.family(family).containerDefinitions(container()));
        return family;
    }
}
