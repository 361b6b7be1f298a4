using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Usher.BoxOffice.Identity;
using Usher.Server.Demo;
using Usher.Testing;

namespace Usher.Tests.Demo;

public sealed class DemoPeopleTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task The_demos_people_sign_in_with_what_the_welcome_tells_until_they_choose_otherwise()
    {
        await using var server = await TestServer.StartAsync(database, ("Auth:AdminKey", TestApi.AdminKey));
        var demo = ActivatorUtilities.CreateInstance<DemoPeople>(server.Services);
        (await demo.TellAsync(default)).ShouldBeEmpty();

        await ActivatorUtilities.CreateInstance<DemoTenant>(server.Services).CreateAsync(default);
        await ActivatorUtilities.CreateInstance<DemoTenant>(server.Services).CreateAsync(default);
        await demo.CreateAsync(default);
        await ActivatorUtilities.CreateInstance<DemoPeople>(server.Services).CreateAsync(default);
        var told = await ActivatorUtilities.CreateInstance<DemoPeople>(server.Services).TellAsync(default);

        told.Select(one => one.Who).ShouldBe(["manager", "box office", "door", "cinema's manager"]);
        told.Select(one => one.Password).Distinct().Count().ShouldBe(4);
        foreach (var (_, email, password) in told)
        {
            (await server.SignInAsync(email, password)).Status.ShouldBe(HttpStatusCode.OK);
        }

        var people = server.Services.GetRequiredService<People>();
        var manager = (await people.FindAsync(told[0].Email, default))!;
        await people.ChangePasswordAsync(
            manager.Id, manager.PasswordHash!, "another hash", new SessionId(Guid.NewGuid()), default);
        (await demo.TellAsync(default)).Select(one => one.Who).ShouldBe(["box office", "door", "cinema's manager"]);
    }
}
