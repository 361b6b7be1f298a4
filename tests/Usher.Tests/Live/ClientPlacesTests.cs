using System.Net;
using FsCheck;
using FsCheck.Fluent;
using Usher.Api.Live;

namespace Usher.Tests.Live;

public sealed class ClientPlacesTests
{
    [Fact]
    public void A_client_takes_as_many_places_as_one_may_and_others_take_theirs()
    {
        const int Max = 3;
        var step = Gen.Choose(1, 3).SelectMany(
            client => Gen.Elements(true, false).Select(takes => (Client: client, Takes: takes)));
        Prop.ForAll(step.ListOf().ToArbitrary(), steps =>
        {
            var places = new ClientPlaces(Max);
            var taken = new int[4];
            foreach (var (client, takes) in steps)
            {
                if (takes)
                {
                    places.TryTake(Of(client)).ShouldBe(taken[client] < Max);
                    taken[client] = Math.Min(Max, taken[client] + 1);
                }
                else if (taken[client] > 0)
                {
                    places.Release(Of(client));
                    taken[client]--;
                }

                places.Clients.ShouldBe(taken.Count(count => count > 0));
            }

            return true;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Zero_is_any_number_and_nobody_is_kept()
    {
        var places = new ClientPlaces(0);
        for (var i = 0; i < 1000; i++)
        {
            places.TryTake(Of(1)).ShouldBeTrue();
        }

        places.Clients.ShouldBe(0);
        places.Release(Of(1));
    }

    [Fact]
    public async Task Many_at_once_take_no_more_than_there_are()
    {
        var places = new ClientPlaces(50);

        var got = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Task.Run(() => places.TryTake(Of(1)))));

        got.Count(one => one).ShouldBe(50);
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => places.Release(Of(1)))));
        places.Clients.ShouldBe(0);
    }

    private static ClientAddress Of(int client) => ClientAddress.Of(new IPAddress([192, 0, 2, (byte)client]));
}
