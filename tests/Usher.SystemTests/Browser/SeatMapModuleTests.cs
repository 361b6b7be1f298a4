using System.Diagnostics;
using Usher.Testing;

namespace Usher.SystemTests.Browser;

/// <summary>What of the seat map needs no browser is tested where it is written: <c>Assets/tests</c>.</summary>
public sealed class SeatMapModuleTests
{
    [Fact]
    public async Task The_modules_of_the_seat_map_pass_their_own_tests()
    {
        var assets = Path.Combine(Clone.Root, "src", "Usher.Pages", "Assets");
        var bundled = Directory.CreateTempSubdirectory("usher-seat-map-");
        try
        {
            using var node = Process.Start(new ProcessStartInfo("node", ["test.mjs", "--out", bundled.FullName])
            {
                WorkingDirectory = assets,
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var ct = TestContext.Current.CancellationToken;
            var errors = node.StandardError.ReadToEndAsync(ct);
            var output = await node.StandardOutput.ReadToEndAsync(ct);
            await node.WaitForExitAsync(ct);

            node.ExitCode.ShouldBe(0, output + await errors);
            output.ShouldContain("# fail 0");
            output.ShouldNotContain("# pass 0");
        }
        finally
        {
            bundled.Delete(recursive: true);
        }
    }
}
