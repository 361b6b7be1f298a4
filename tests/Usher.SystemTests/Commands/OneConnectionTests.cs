using Usher.Testing;

namespace Usher.SystemTests.Commands;

/// <summary>A command has one connection at any moment: with a pool of a single one, one that held it and asked for
/// another would wait for itself, and fail.</summary>
public sealed class OneConnectionTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task Every_command_does_with_one()
    {
        var folder = Directory.CreateTempSubdirectory("usher-commands-");
        try
        {
            var hall = Path.Combine(folder.FullName, "hall.csv");
            await File.WriteAllTextAsync(hall, "section,row,seat,x,y,category\nMain,A,1,0,0,All\nMain,A,2,25,0,All\n");
            string[][] commands =
            [
                ["migrate", "--check"],
                ["migrate"],
                ["plans", "import", hall],
                ["plans", "list"],
                ["plans", "export", "1", "--csv"],
                ["shows", "create", "--name", "A", "--start", "2999-01-01T20:00Z", "--seats", "10"],
                ["shows", "create", "--name", "B", "--start", "2999-01-01T20:00Z", "--plan", "1"],
                ["shows", "list"],
                ["audit"],
            ];

            foreach (var command in commands)
            {
                var exit = await UsherProcess.RunAsync(
                    database.ConnectionString + ";Maximum Pool Size=1;Timeout=5", command);
                exit.Code.ShouldBe(0, $"{string.Join(' ', command)}: {exit.Errors}");
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
