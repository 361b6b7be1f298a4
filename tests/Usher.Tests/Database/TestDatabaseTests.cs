using Usher.Testing;

namespace Usher.Tests.Database;

public sealed class TestDatabaseTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task A_test_class_finds_its_database_migrated()
    {
        await using var command = database.DataSource.CreateCommand("select slug from organizations");

        (await command.ExecuteScalarAsync()).ShouldBe("default");
    }
}
