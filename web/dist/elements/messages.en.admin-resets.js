export default{"admin-resets":{heading:"Resets",lead:"A reset takes all second factors from somebody who has lost them.",state:"State",none:"There is no such reset."}};
