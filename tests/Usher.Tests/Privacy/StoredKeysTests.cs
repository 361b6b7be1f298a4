using System.Security.Cryptography;
using Usher.Engine.Bookings;
using Usher.Engine.Database;
using Usher.Engine.Privacy;
using Usher.Engine.Sealing;
using Usher.Engine.Selling;
using Usher.Testing;

namespace Usher.Tests.Privacy;

public sealed class StoredKeysTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task A_ring_that_lacks_a_key_of_the_data_or_has_another_one_is_refused_by_name()
    {
        await ResetAsync();
        var keys = Keys("k1", "k2");
        await RequireAsync(new KeyRing("k1", "k1", keys));
        await RequireAsync(new KeyRing("k2", "k1", keys));

        (await RefusalAsync(new KeyRing("k1", "k1", Some(keys, "k1")))).ShouldContain("lacks the key 'k2'");
        (await RefusalAsync(new KeyRing("k1", "k1", Keys("k1", "k2"))))
            .ShouldContain("the key 'k1' of Privacy:KeyRing is");
        (await RefusalAsync(new KeyRing("k2", "k2", keys))).ShouldContain("Set 'finding' to 'k1'");
        await RequireAsync(new KeyRing("k1", "k1", keys));
    }

    [Fact]
    public async Task Of_many_that_start_at_once_with_rings_of_their_own_one_is_first_and_the_others_are_refused()
    {
        await ResetAsync();

        var refusals = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            try
            {
                await RequireAsync(new KeyRing("k1", "k1", Keys("k1")));
                return null;
            }
            catch (KeyRingException refusal)
            {
                return refusal.Message;
            }
        }));

        refusals.Count(refusal => refusal is null).ShouldBe(1);
    }

    [Fact]
    public async Task After_sealing_anew_the_old_key_is_needed_by_nobody_and_all_is_read_and_found()
    {
        await ResetAsync();
        var keys = Keys("k1", "k2", "k3");
        var old = new KeyRing("k1", "k3", keys);
        await RequireAsync(old);
        await using var before = new TestEngine(DataOf(old));
        var show = await TestEngine.CreateShowAsync(database.DataSources);
        List<Booking> bookings = [];
        for (var seat = 1; seat <= 5; seat++)
        {
            bookings.Add(await before.HoldAsync(show, seat));
        }

        var noted = await before.HoldAsync(show, 6);
        await before.CancelByStaffAsync(noted.Id, "Asha rang");
        var now = new KeyRing("k2", "k3", keys);
        await RequireAsync(now);
        // Six addresses and a note.
        (await new StoredKeys(DataOf(now)).ResealAsync(portion: 2, [], CancellationToken.None)).ShouldBe((7, 0));
        (await new StoredKeys(DataOf(now)).ResealAsync(portion: 2, [], CancellationToken.None)).ShouldBe((0, 0));

        var later = new KeyRing("k2", "k3", Some(keys, "k2", "k3"));
        await RequireAsync(later);
        await using var after = new TestEngine(DataOf(later));
        foreach (var booking in bookings)
        {
            (await after.ReadAsync(booking.Id)).Email.ShouldBe("a@example.com");
            (await after.ConfirmAsync(booking.Id)).ShouldBeOfType<ConfirmOutcome.Confirmed>();
        }

        (await new BookingHistory(DataOf(later)).FindAsync(noted.Id, CancellationToken.None))[^1].Detail
            .ShouldBe("Asha rang");
        (await new BookingSearch(DataOf(later)).FindAsync(
            new BookingFilter { Email = "A@Example.com" }, 10, after: null, CancellationToken.None))
            .Bookings.Length.ShouldBe(6);
        (await RefusalAsync(new KeyRing("k3", "k3", Some(keys, "k3")))).ShouldContain("lacks the key 'k2'");
    }

    private DataSources DataOf(KeyRing ring) => database.DataSources with { Keys = ring };

    private Task RequireAsync(KeyRing ring) => new StoredKeys(DataOf(ring)).RequireAsync(CancellationToken.None);

    private async Task<string> RefusalAsync(KeyRing ring) =>
        (await Should.ThrowAsync<KeyRingException>(() => RequireAsync(ring))).Message;

    private async Task ResetAsync()
    {
        await using var command = database.DataSource.CreateCommand(
            "truncate key_ring_keys, personal_keys, bookings, booking_events");
        await command.ExecuteNonQueryAsync();
    }

    private static Dictionary<string, byte[]> Keys(params string[] ids) =>
        ids.ToDictionary(id => id, _ => RandomNumberGenerator.GetBytes(KeyRing.KeyBytes));

    private static Dictionary<string, byte[]> Some(Dictionary<string, byte[]> keys, params string[] ids) =>
        ids.ToDictionary(id => id, id => keys[id]);
}
