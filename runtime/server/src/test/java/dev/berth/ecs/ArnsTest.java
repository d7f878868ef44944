package dev.berth.ecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.berth.ecs.Arns.Reference;
import dev.berth.ecs.Arns.TaskDefinitionReference;
import dev.berth.wire.ApiException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArnsTest {
    private static final String ID = "0123456789abcdef0123456789abcdef";
    private static final String PREFIX = "arn:aws:ecs:us-east-1:000000000000:";

    private final Arns arns = new Arns("us-east-1", "000000000000");

    @Test
    void arnsAreWrittenInTheLongFormat() {
        assertThat(arns.cluster("c")).isEqualTo(PREFIX + "cluster/c");
        assertThat(arns.task("c", ID)).isEqualTo(PREFIX + "task/c/" + ID);
        assertThat(arns.containerInstance("c", ID))
                .isEqualTo(PREFIX + "container-instance/c/" + ID);
        assertThat(arns.container("c", ID, "u")).isEqualTo(PREFIX + "container/c/" + ID + "/u");
        assertThat(arns.taskDefinition("f", 3)).isEqualTo(PREFIX + "task-definition/f:3");
    }

    @Test
    void aClusterIsNamedByNameByArnOrNotAtAll() {
        assertThat(arns.clusterName(null)).isEqualTo("default");
        assertThat(arns.clusterName("")).isEqualTo("default");
        assertThat(arns.clusterName("blue")).isEqualTo("blue");
        assertThat(arns.clusterName(PREFIX + "cluster/blue")).isEqualTo("blue");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a b",
                "a/b",
                "arn:aws:ecs:us-east-1:000000000000:cluster/",
                "arn:aws:ecs:us-east-1:000000000000:task/blue",
                "arn:aws:ecs:eu-west-1:000000000000:cluster/blue",
                "arn:aws:ecs:us-east-1:000000000001:cluster/blue",
                "arn:aws:iam::000000000000:role/x",
                "arn:"
            })
    void whatCannotNameAClusterOfThisServerIsRefused(String given) {
        assertThat(catchThrowableOfType(ApiException.class, () -> arns.clusterName(given)).code())
                .isEqualTo("InvalidParameterException");
    }

    @Test
    void aTaskIsNamedByIdByArnAndByTheOldArnWithoutCluster() {
        assertThat(arns.task(ID)).isEqualTo(new Reference(null, ID));
        assertThat(arns.task(PREFIX + "task/" + ID)).isEqualTo(new Reference(null, ID));
        assertThat(arns.task(PREFIX + "task/blue/" + ID)).isEqualTo(new Reference("blue", ID));
        assertThat(arns.task("blue/" + ID)).isEqualTo(new Reference("blue", ID));
        assertThat(new Reference("blue", ID).mayBeIn("blue")).isTrue();
        assertThat(new Reference("blue", ID).mayBeIn("red")).isFalse();
        assertThat(new Reference(null, ID).mayBeIn("red")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a_b", "a/b/c", "arn:aws:ecs:us-east-1:000000000000:cluster/x"})
    void whatCannotNameATaskIsRefused(String given) {
        assertThat(catchThrowableOfType(ApiException.class, () -> arns.task(given)).code())
                .isEqualTo("InvalidParameterException");
    }

    @Test
    void aTaskDefinitionIsNamedByFamilyByRevisionAndByArn() {
        assertThat(arns.taskDefinition("web")).isEqualTo(new TaskDefinitionReference("web", null));
        assertThat(arns.taskDefinition("web:12")).isEqualTo(new TaskDefinitionReference("web", 12));
        assertThat(arns.taskDefinition(PREFIX + "task-definition/web:12"))
                .isEqualTo(new TaskDefinitionReference("web", 12));
    }

    @ParameterizedTest
    @ValueSource(strings = {"web:foo", "web:0", "web:", "web:1234567890", "web:-1"})
    void aRevisionThatIsNoNumberIsRefused(String given) {
        assertThat(catchThrowableOfType(ApiException.class, () -> arns.taskDefinition(given)))
                .hasMessageStartingWith("Invalid revision number. Number: ")
                .extracting(ApiException::code)
                .isEqualTo("ClientException");
    }
}
