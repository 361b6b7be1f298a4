using Usher.Server.Commands;

return await UsherCommand.RunAsync(args);
